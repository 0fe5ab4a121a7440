// Typed in and out, one process call, one log line.

import { args, log, process } from "@yao/sdk-assemblyscript";


@serializable
class Person {
  name: string = "";
}


@serializable
class Greeting {
  greeting: string = "";
}


@handler
function greet(person: Person): Greeting {
  const greeting = process<string>("utils.greet", args(person.name));
  log.info("greeted");
  return { greeting };
}
