import { simulatedProviders } from '../../src/providers.ts'

for (const { create } of simulatedProviders) {
  const reader = create({})
  const messages = await reader.messages('+46701740605').toArray()
  if (messages.length === 0) throw new Error(`${reader.provider} has no messages`)
}
