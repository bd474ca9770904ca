/** What some work throws or rejects with, or undefined if it succeeds. */
export async function thrownBy(work: () => unknown): Promise<unknown> {
  try {
    await work()
    return undefined
  } catch (error) {
    return error
  }
}
