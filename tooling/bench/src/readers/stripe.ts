import { Stripe } from 'stripe'
import { pageReaders } from '../wire/page-readers.ts'
import type { Read } from './read.ts'

export const readByStripe: Read = async ({ provider, origin, pageSize }, consume) => {
  const { text } = pageReaders[provider]
  const { hostname, port } = new URL(origin)
  const stripe = new Stripe('sk_test_bench', { protocol: 'http', host: hostname, port })
  for await (const message of stripe.customers.list({ limit: pageSize })) {
    const work = consume(text(message))
    if (work !== undefined) await work
  }
}
