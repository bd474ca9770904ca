/** Loads what writes a participant as the archive does: a phone number in E.164, an e-mail address in lower case. */
export async function loadArchivedAddress(): Promise<(participant: string) => string> {
  const { displayAddress } = await import('@sms/core/provider')
  return (participant) => {
    const address = displayAddress(participant) ?? participant
    return address.includes('@') ? address.toLowerCase() : address
  }
}
