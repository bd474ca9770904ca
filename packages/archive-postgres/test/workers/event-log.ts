import type { WorkerEvent, WorkerLog } from '@sms/archive-postgres/workers'

type EventOf<Name extends WorkerEvent['event']> = Extract<WorkerEvent, { readonly event: Name }>

/** What workers have reported, and will. */
export class EventLog {
  readonly events: WorkerEvent[] = []
  #waiting: (() => void)[] = []

  readonly log: WorkerLog = (event) => {
    this.events.push(event)
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }

  all<Name extends WorkerEvent['event']>(name: Name): readonly EventOf<Name>[] {
    return this.events.filter((event): event is EventOf<Name> => event.event === name)
  }

  /** The events of a kind that fulfil a condition, as soon as there are so many. */
  async until<Name extends WorkerEvent['event']>(
    name: Name,
    isMeant: (event: EventOf<Name>) => boolean = () => true,
    count = 1,
  ): Promise<readonly EventOf<Name>[]> {
    for (;;) {
      const found = this.all(name).filter(isMeant)
      if (found.length >= count) return found
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }
}
