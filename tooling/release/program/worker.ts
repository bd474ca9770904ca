// workerd: a task is posted, and the response is its result.
import { prove, type Task } from './prove.js'

export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(await prove((await request.json()) as Task))
  },
}
