/**
 * The time of the server, in milliseconds since 1970. Leases expire by its clock: those of the machines that sync may differ by
 * more than a lease lasts.
 */
export const SERVER_TIME = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint'
