import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvText } from '../../src/core/csv.ts'

const text = (name: string) => ({ name, type: 'text' as const })
const number = (name: string) => ({ name, type: 'number' as const })

describe('CSV', () => {
  it('has a header, CRLF and empty cells for what is not known', () => {
    expect(csvText({ columns: [text('surface'), number('list cost (USD)')], rows: [['voice', '0.0708'], ['bot', null]] }))
      .toBe('surface,list cost (USD)\r\nvoice,0.0708\r\nbot,\r\n')
    expect(csvText({ columns: [text('surface')], rows: [] })).toBe('surface\r\n')
  })

  it('quotes what would break a row', () => {
    expect(csvText({ columns: [text('a')], rows: [['x,y'], ['say "hi"'], ['two\nlines'], ['semi;colon']] }))
      .toBe('a\r\n"x,y"\r\n"say ""hi"""\r\n"two\nlines"\r\nsemi;colon\r\n')
  })

  it.each(['=1+1', '+1', '-1+1', '@SUM(A1)', '\tx', '\rx'])('defuses %j', (formula) => {
    const [, row] = parse(csvText({ columns: [text('a')], rows: [[formula]] }), { record_delimiter: '\r\n' })
    expect(row).toEqual([`'${formula}`])
  })

  it('leaves numbers alone in number columns, and only numbers', () => {
    expect(csvText({ columns: [number('n')], rows: [['-12.5'], [-3], ['-1e-7'], ['-1+1']] })).toBe("n\r\n-12.5\r\n-3\r\n-1e-7\r\n'-1+1\r\n")
    expect(csvText({ columns: [text('t')], rows: [['-12.5']] })).toBe("t\r\n'-12.5\r\n")
  })

  it('takes the separator and the byte order mark as asked', () => {
    expect(csvText({ columns: [text('a'), text('b')], rows: [['x;y', 'z,']] }, { bom: true, separator: ';' })).toBe('\uFEFFa;b\r\n"x;y";z,\r\n')
    expect(csvText({ columns: [text('a')], rows: [['x\ty']] }, { separator: '\t' })).toBe('a\r\n"x\ty"\r\n')
  })

  it('reads back as it was written, whatever the cells hold', () => {
    const anyCell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', ' ', 'é', '1') })
    fc.assert(fc.property(fc.array(fc.tuple(anyCell, anyCell), { minLength: 1 }), fc.constantFrom(',' as const, ';' as const), (rows, separator) => {
      const written = csvText({ columns: [text('one'), text('two')], rows }, { separator })
      const expected = rows.map((row) => row.map((value) => (/^[\r\n]/.test(value) ? `'${value}` : value)))
      expect(parse(written, { delimiter: separator, record_delimiter: '\r\n' }).slice(1)).toEqual(expected)
    }))
  })
})
