import { BlockList, isIP } from 'node:net'

// IANA's registry of special-purpose addresses: all that are not globally reachable, multicast, and relays to any of them.
const RESERVED: readonly (readonly [address: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]

// Addresses of IPv4 behind a translator (RFC 6052, 2.1): what DNS returns for hosts without IPv6 in networks without IPv4.
const TRANSLATED = '64:ff9b::'

const reserved = new BlockList()
for (const [address, prefix] of RESERVED) {
  reserved.addSubnet(address, prefix, 'ipv4')
  reserved.addSubnet(TRANSLATED + address, 96 + prefix, 'ipv6')
}
for (const [address, prefix] of [
  // Protocol assignments, Teredo among them; documentation; 6to4, which contains an address of IPv4; documentation.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  reserved.addSubnet(address, prefix, 'ipv6')
}

// Everything else of IPv6 is reserved, or for one network only.
const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')
global.addSubnet(TRANSLATED, 96, 'ipv6')

/** Whether an IP address is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address)
  if (version === 4) return !reserved.check(address, 'ipv4')
  return version === 6 && global.check(address, 'ipv6') && !reserved.check(address, 'ipv6')
}
