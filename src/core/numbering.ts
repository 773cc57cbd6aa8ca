// Numbers distinct values in the order in which they are met.

export class Numbering<T> {
  readonly values: T[] = []
  readonly #numbers = new Map<T, number>()

  of(value: T): number {
    let number = this.#numbers.get(value)
    if (number === undefined) this.#numbers.set(value, (number = this.values.push(value) - 1))
    return number
  }
}
