import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')

/** Collects what nothing holds any more, at once: what is held weakly only is gone then. */
export const collectGarbage = runInNewContext('gc') as () => void
