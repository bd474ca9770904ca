import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Manifest } from '@sms/config/manifest'
import { budgetOf } from './budget.ts'
import { type Bundle, bundle } from './bundle.ts'
import type { PackedPackage } from './packed-package.ts'
import { unpackAll } from './unpack-all.ts'

/** What a package adds to a program, and its limit. */
export interface Measured extends Bundle {
  readonly name: string
  readonly budget: number
}

/** Measures core and every provider among packed packages. The others run in Node.js only, where size matters little. */
export async function measureSizes(packages: readonly PackedPackage[]): Promise<readonly Measured[]> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'package-sizes-'))
  await unpackAll(packages, folder.path)
  const measured: Measured[] = []
  for (const { manifest } of packages) {
    const names = namesOf(manifest)
    if (names === null) continue
    const bundled = await bundle(`export ${names} from '${manifest.name}'`, folder.path)
    measured.push({ name: manifest.name, budget: budgetOf(manifest.name), ...bundled })
  }
  return measured
}

/** The exports that a program uses of a package; null if the package is not measured. */
function namesOf({ name, sms }: Manifest): string | null {
  if (sms !== undefined) return `{ ${sms.factory} }`
  return name === '@sms/core' ? '*' : null
}

/** One line about a package's size, and one about each of its parts. */
export function describeSize({ name, budget, compressed, minified, parts }: Measured): string {
  const over = compressed - budget
  return [
    `${name}: ${compressed} of ${budget} bytes, ${Math.abs(over)} ${over > 0 ? 'too many' : 'to spare'}`,
    `  ${minified} bytes before compression, of which`,
    ...parts.map((part) => `  ${String(part.bytes).padStart(8)} ${part.name}`),
  ].join('\n')
}
