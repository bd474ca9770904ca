// A browser: it requests the task from the page's server, and posts the result there.
import type { Task } from './prove.js'

async function outcome(): Promise<unknown> {
  try {
    // Imported here, so that a module that cannot be loaded is reported too.
    const { prove } = await import('./prove.js')
    const response = await fetch('/task')
    return { proofs: await prove((await response.json()) as Task) }
  } catch (error) {
    return { failure: String(error) }
  }
}

await fetch('/outcome', { method: 'POST', body: JSON.stringify(await outcome()) })
