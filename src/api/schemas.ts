// The contract's schemas, seen so that a call with a method not known beforehand keeps its types. Owns no schema.
import type { z } from 'zod'
import type { Problem } from '../core/problem.ts'
import { contract, type Contract, type Method, type Output } from './contract/contract.ts'

/** The input as a handler is given it: checked, defaults filled in. */
export type Parsed<M extends Method> = z.output<Contract[M]['input']>

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: { issues: readonly { path: PropertyKey[] }[] } }
}

export const SCHEMAS: { readonly [M in Method]: { input: Schema<Parsed<M>>; output: Schema<Output<M>> } } = contract

/** A problem as it came over a carrier, without an absent remedy spelled out. */
export function plainProblem({ code, message, remedy }: { code: string; message: string; remedy?: string | undefined }): Problem {
  return remedy === undefined ? { code, message } : { code, message, remedy }
}
