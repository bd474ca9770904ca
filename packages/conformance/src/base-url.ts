/** Where readers under test believe the provider to be: nowhere (RFC 6761, 6.4: `.test` names no host). */
export const BASE_URL: string = 'https://provider.test/api'
