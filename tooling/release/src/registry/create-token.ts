/** Adds a user to a new verdaccio, as `npm adduser` does, and returns the user's token. */
export async function createToken(url: string): Promise<string> {
  const response = await fetch(`${url}-/user/org.couchdb.user:maintainer`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'maintainer', password: 'loopback-only' }),
  })
  const { token } = (await response.json()) as { readonly token?: string }
  if (token === undefined) throw new Error(`verdaccio responded with ${response.status} and created no user`)
  return token
}
