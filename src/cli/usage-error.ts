// Wrong usage of the command line: told with the usage line, exit status 2.

export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}
