// Named in public declarations, and of no use to a caller: cursors and request slots belong to the walks, only core calls
// what downloads, merges and adds details, `Raw` and `Option` stand within types, and a type is made from the list of scenarios.
const OF_NO_USE: ReadonlySet<string> = new Set([
  'ResumePoint',
  'RequestSlots',
  'StartDownloads',
  'StartMerge',
  'AddDetails',
  'Raw',
  'Option',
  'scenarioNames',
])

/**
 * The types of some packages that their public declarations mention and nobody can import. TypeDoc looks for them in one
 * package only, and there are several here.
 *
 * @param part A part of the project as JSON.
 */
export function namesNotExported(part: unknown, packages: readonly string[]): readonly string[] {
  const names = new Set<string>()
  JSON.stringify(part, (_, value: unknown) => {
    if (isUnresolved(value) && packages.includes(value.package) && !OF_NO_USE.has(value.name)) {
      names.add(`${value.name} of ${value.package} is mentioned, but not exported.`)
    }
    return value
  })
  return [...names]
}

/** A reference to a type leads to a number where the type is in the reference, else to where it is declared. */
function isUnresolved(value: unknown): value is { readonly name: string; readonly package: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'reference' &&
    'target' in value &&
    typeof value.target === 'object'
  )
}
