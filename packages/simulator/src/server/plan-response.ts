import { faultOf } from '../faults/fault-shares.ts'
import { type FaultName, isFaultName } from '../faults/faults.ts'
import type { JsonRequest, JsonResponse } from '../http/json-api.ts'
import type { SimulatorOptions } from '../options.ts'
import type { SimulatedProvider } from '../providers/simulated-provider.ts'

/** A response that is ready to be sent, and the fault that spoils it. */
export interface PlannedResponse {
  readonly json: JsonResponse
  readonly fault: FaultName | null
}

/** Runs `beforeAnswer`, then makes the provider's response. If either throws, the response is HTTP 500. */
export async function planResponse(
  request: JsonRequest,
  provider: SimulatedProvider,
  number: number,
  options: Required<SimulatorOptions>,
): Promise<PlannedResponse> {
  try {
    const fault = await chooseFault(request, provider, number, options)
    return { json: provider.respond(request), fault }
  } catch (error) {
    return { json: { status: 500, body: { error: String(error) } }, fault: null }
  }
}

/** The fault that `beforeAnswer` returns, or else the one that follows from the shares. */
async function chooseFault(
  { path, query }: JsonRequest,
  { name }: SimulatedProvider,
  number: number,
  { seed, faults, beforeAnswer }: Required<SimulatorOptions>,
): Promise<FaultName | null> {
  const due = faultOf(number, seed, faults)
  // A copy, so that a change to it does not reach the provider.
  const seen = { provider: name, path, query: new URLSearchParams(query), number, fault: due }
  const chosen = await beforeAnswer(seen)
  if (chosen === undefined) return due
  if (chosen !== null && !isFaultName(chosen)) {
    throw new TypeError("beforeAnswer: expected to return a fault's name, null or nothing")
  }
  return chosen
}
