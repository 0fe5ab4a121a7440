// What stands for a value of type T where an error was noted instead of one: never sent, never shown.

/** 0, "", an empty list, null, or an object made by a constructor without arguments. */
export function placeholder<T>(): T {
  if (isVoid<T>()) return;
  else if (isNullable<T>()) return changetype<T>(0);
  else if (isString<T>()) return changetype<T>("");
  else if (isInteger<T>() || isFloat<T>()) return 0 as T;
  else if (isArrayLike<T>() || idof<T>() == idof<ArrayBuffer>()) return instantiate<T>(0);
  else return instantiate<T>();
}
