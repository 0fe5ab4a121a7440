// empty with a record in and a record out: what the codec costs.

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
