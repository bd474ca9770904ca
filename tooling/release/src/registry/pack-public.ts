import { ROOT } from '@sms/config/workspace'
import { pnpm } from './pnpm.ts'

/** Packs every public package of the workspace into a folder, as it would be published. Returns the tarballs. */
export async function packPublic(to: string): Promise<readonly string[]> {
  const words = ['--filter', './packages/*', 'pack', '--json', '--pack-destination', to]
  const packed = JSON.parse(await pnpm(words, { cwd: ROOT })) as readonly { readonly filename: string }[]
  return packed.map(({ filename }) => filename)
}
