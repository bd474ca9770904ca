import type { Capabilities } from '../contract/capabilities.ts'

/** Returns a copy that no caller can change. */
export function freezeCapabilities(capabilities: Capabilities): Capabilities {
  return Object.freeze({ ...capabilities, orders: Object.freeze([...capabilities.orders]) })
}
