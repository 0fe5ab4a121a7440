// empty with a record in and a record out: what the codec costs.

import "@yao/sdk-assemblyscript"; // for the panic hook, which the compiler is told to use


@serializable
class Request {
  name: string = "";
}


@serializable
class Reply {
  length: u32 = 0;
}


@handler
function typed(request: Request): Reply {
  return { length: request.name.length };
}
