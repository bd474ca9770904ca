import { changeAccount, changeNames } from '../changes/changes.ts'
import type { Account } from '../conversation/account.ts'
import { type FaultName, faultNames, isFaultName } from '../faults/faults.ts'
import { hash } from '../generated/hash.ts'
import type { JsonRequest, JsonResponse } from '../http/json-api.ts'
import type { SimulatorOptions } from '../options.ts'
import type { SimulatedProvider } from '../providers/simulated-provider.ts'
import { eventOf } from '../shares.ts'

/** A response that is ready to be sent, and the fault that spoils it. */
export interface PlannedResponse {
  readonly json: JsonResponse
  readonly fault: FaultName | null
}

/**
 * Makes the change that is due, runs `beforeAnswer`, then makes the provider's response. If either of the last two throws,
 * the response is HTTP 500.
 */
export async function planResponse(
  account: Account,
  request: JsonRequest,
  provider: SimulatedProvider,
  number: number,
  options: Required<SimulatorOptions>,
): Promise<PlannedResponse> {
  const { seed, changes } = options
  // Other numbers than those of the faults, so that a change and a fault do not always come together.
  const change = eventOf(hash(seed, number, 1), changeNames, changes)
  if (change !== null) changeAccount(account, change, hash(seed, number, 2))
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
  const due = eventOf(hash(seed, number), faultNames, faults)
  // A copy, so that a change to it does not reach the provider.
  const seen = { provider: name, path, query: new URLSearchParams(query), number, fault: due }
  const chosen = await beforeAnswer(seen)
  if (chosen === undefined) return due
  if (chosen !== null && !isFaultName(chosen)) {
    throw new TypeError("beforeAnswer: expected to return a fault's name, null or nothing")
  }
  return chosen
}
