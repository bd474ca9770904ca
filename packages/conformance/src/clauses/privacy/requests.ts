import type { ScenarioName } from '../../fixture/scenario-name.ts'
import { expectSame, expectThat } from '../../harness/expectations.ts'
import { makeCall } from '../../provider-under-test/make-call.ts'
import { carriesCredential } from '../carries-credential.ts'
import type { Clause } from '../clause.ts'

// A whole conversation, one that is cut short, and one that ends in an error response.
const REQUEST_SCENARIOS: readonly ScenarioName[] = ['several-pages', 'resumed', 'unauthorized']

export const PRIVACY_2: Clause = {
  id: 'PRIVACY-2',
  sentence: 'Credentials are in the headers of every request, and nowhere else.',
  needs: ['several-pages'],
  async check(harness) {
    const { requests } = await harness.play('several-pages', { isWhole: false })
    for (const [option, secret] of Object.entries(harness.credentials)) {
      for (const request of requests) {
        const isCarried = carriesCredential(request, secret)
        expectThat(isCarried, `Every request has the credential \`${option}\` in a header.`, request.url)
        expectThat(!request.url.includes(secret), `The credential \`${option}\` is in no URL.`)
      }
    }
  },
}

export const PRIVACY_3: Clause = {
  id: 'PRIVACY-3',
  sentence: 'Every request goes to a URL below `baseUrl`.',
  needs: REQUEST_SCENARIOS,
  async check(harness) {
    for (const name of REQUEST_SCENARIOS) {
      const call = harness.call(name)
      const { strays } = await harness.serve(
        (_, number) => call.exchanges[number]?.response ?? 'reset',
        async (traffic) => {
          await makeCall(harness.reader(), call)
          return traffic()
        },
      )
      expectSame(strays, [], `${name}.json: requests to anywhere else`)
    }
  },
}
