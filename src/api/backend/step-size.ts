// How many records a step of an import takes, so that it is over soon enough for whoever asks meanwhile. Computers differ by ten
// times, and the first steps run code that nobody has compiled yet: a thousand records take 10 to 300 ms.

const WANTED_MS = 40
const [FEWEST, MOST] = [100, 2000]

export class StepSize {
  /** The first step also prepares what all others use. */
  records = 25

  /** A step of so many records took so long. */
  took(records: number, ms: number): void {
    // Too few to judge by.
    if (records < Math.min(this.records, MOST) / 2) return
    const fitting = (records * WANTED_MS) / Math.max(ms, 1)
    this.records = Math.round(Math.min(Math.max(fitting, FEWEST), this.records * 2, MOST))
  }
}
