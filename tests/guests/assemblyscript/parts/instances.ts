// empty and a class whose objects do nothing.

import "@yao/sdk-assemblyscript"; // for the panic hook, which the compiler is told to use


@instance("object")
class Thing {
  touch(): void {}
}
