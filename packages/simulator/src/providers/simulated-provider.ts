import type { JsonRequest, JsonResponse } from '../http/json-api.ts'

/** The providers that are simulated, by the names that their readers have. */
export type ProviderName = 'smstools' | 'conversations-rcs' | 'ip1' | 'twilio'

/** One provider's API, over the account that all simulated providers share. */
export interface SimulatedProvider<Credentials extends object = object> {
  readonly name: ProviderName
  /** The path of the `baseUrl` that the provider's factory takes. */
  readonly basePath: string
  /** The beginning of every path of the API. */
  readonly root: string
  /** The credentials that the API accepts, by the names of the factory's options. */
  readonly credentials: Credentials
  respond(request: JsonRequest): JsonResponse
  /** The response to a request that fails for a reason of the server, such as HTTP 503. */
  errorResponse(status: number, path: string): JsonResponse
  /** The documented response during an outage, if it is not HTTP 500. */
  readonly outage?: JsonResponse
}
