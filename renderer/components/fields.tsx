// Numeric input and slider. The slider always has its number beside it and a tick at the observed value.
import { Slider as RadixSlider } from 'radix-ui'
import { useEffect, useId, useState, type KeyboardEvent, type ReactNode } from 'react'

export interface NumberInputProps {
  label: string
  value: number
  onChange: (value: number) => void
  min?: number
  max?: number
  step?: number
  /** Decimals shown. */
  digits?: number
  prefix?: string
  unit?: string
  disabled?: boolean
  width?: number | string
}

const clamp = (value: number, min: number, max: number): number => Math.min(Math.max(value, min), max)

/**
 * Takes over on every valid keystroke; arrow keys step by 1, with Shift by 10. What is no number is left alone and
 * marked.
 */
export function NumberInput(props: NumberInputProps) {
  const {
    label,
    value,
    onChange,
    min = -Infinity,
    max = Infinity,
    step = 1,
    digits = 0,
    prefix,
    unit,
    disabled = false,
  } = props
  const [text, setText] = useState<string | null>(null)
  const shown = text ?? value.toFixed(digits)
  const parsed = /^-?\d+([.,]\d+)?$/.test(shown.trim()) ? Number(shown.replace(',', '.')) : NaN
  const valid = Number.isFinite(parsed) && parsed >= min && parsed <= max
  useEffect(() => setText(null), [value])

  const type = (next: string) => {
    setText(next)
    const number = Number(next.replace(',', '.'))
    if (next.trim() !== '' && Number.isFinite(number) && number >= min && number <= max && number !== value)
      onChange(number)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    if (direction === 0) return
    event.preventDefault()
    onChange(clamp(Number((value + direction * step * (event.shiftKey ? 10 : 1)).toFixed(6)), min, max))
  }
  return (
    <span className="field" data-invalid={!valid} style={{ width: props.width ?? 72 }}>
      {prefix === undefined ? null : <span className="unit">{prefix}</span>}
      <input
        className="num"
        inputMode="decimal"
        aria-label={label}
        aria-invalid={!valid}
        value={shown}
        disabled={disabled}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => setText(null)}
      />
      {unit === undefined ? null : <span className="unit">{unit}</span>}
    </span>
  )
}

export interface SliderProps {
  label: string
  value: number
  onChange: (value: number) => void
  min?: number
  max?: number
  step?: number
  digits?: number
  unit?: string
  /** Where the logs stand; drawn as a tick. */
  observed?: number | null
  disabled?: boolean
  /** A line below, for instance "Assumed. Tick: 37.8 %, as observed." */
  note?: ReactNode
}

export function Slider(props: SliderProps) {
  const {
    label,
    value,
    onChange,
    min = 0,
    max = 100,
    step = 0.1,
    digits = 1,
    unit = '%',
    observed = null,
    disabled = false,
  } = props
  const noteId = useId()
  const at = observed === null ? null : (clamp(observed, min, max) - min) / (max - min)
  return (
    <div>
      <div className="slider">
        <div className="slider-track-wrap">
          <RadixSlider.Root
            className="slider-root"
            value={[value]}
            min={min}
            max={max}
            step={step}
            disabled={disabled}
            onValueChange={([next]) => next !== undefined && onChange(Number(next.toFixed(6)))}
          >
            <RadixSlider.Track className="slider-track">
              <RadixSlider.Range className="slider-range" />
            </RadixSlider.Track>
            {/* Radix insets the thumb by half its width at both ends; the tick follows it. */}
            {at === null ? null : (
              <span className="slider-tick" aria-hidden style={{ left: `calc(${at * 100}% + ${6 - at * 14}px)` }} />
            )}
            <RadixSlider.Thumb
              className="slider-thumb"
              aria-label={label}
              aria-describedby={props.note === undefined ? undefined : noteId}
            />
          </RadixSlider.Root>
        </div>
        <NumberInput {...{ label: `${label}, exact`, value, onChange, min, max, digits, unit, disabled }} />
      </div>
      {props.note === undefined ? null : (
        <div id={noteId} className="caption">
          {props.note}
        </div>
      )}
    </div>
  )
}
