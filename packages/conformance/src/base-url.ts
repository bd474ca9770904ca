/** Where readers under test believe the provider to be. On loopback, since encryption would be half of a replay's time. */
export const BASE_URL: string = 'http://localhost/api'
