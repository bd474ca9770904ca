/** Someone has to do something about the queue. */
export class UnhealthyError extends Error {}
