/** The parameters of a request. */
export function queryOf(target: string): URLSearchParams {
  return new URL(target, 'http://localhost').searchParams
}

/** The numbers of a request's query. */
export function numbersOf<Name extends string>(target: string, names: readonly Name[]): Record<Name, number> {
  const query = queryOf(target)
  return Object.fromEntries(names.map((name) => [name, Number(query.get(name))])) as Record<Name, number>
}
