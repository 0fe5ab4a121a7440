// empty and a class whose objects do nothing.

@instance("object")
class Thing {
  touch(): void {}
}
