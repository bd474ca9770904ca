import { extname } from 'node:path'
import type { SimulatedAttachment } from '../message.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.pdf': 'application/pdf',
}

/** @param key Makes the URL of each file unique. */
export function attachmentNamed(name: string, key: number): SimulatedAttachment {
  return {
    name,
    url: `https://files.example.com/${key.toString(36)}/${name}`,
    contentType: contentTypes[extname(name)] ?? 'application/octet-stream',
  }
}
