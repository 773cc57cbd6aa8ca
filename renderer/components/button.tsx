// Buttons and the row of exclusive choices.
import type { LucideIcon } from 'lucide-react'
import { ToggleGroup } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { Tip } from './tooltip.tsx'

export interface ButtonProps extends ComponentProps<'button'> {
  kind?: 'normal' | 'primary' | 'plain' | 'danger'
  size?: 'normal' | 'small'
  icon?: LucideIcon
}

export function Button({
  kind = 'normal',
  size = 'normal',
  icon: Icon,
  className = '',
  children,
  ...rest
}: ButtonProps) {
  return (
    <button type="button" {...rest} className={`button ${kind} ${size} ${className}`}>
      {Icon === undefined ? null : <Icon size={14} strokeWidth={1.75} aria-hidden />}
      {children}
    </button>
  )
}

export interface IconButtonProps extends ComponentProps<'button'> {
  icon: LucideIcon
  /** Read out, and shown as a tooltip. */
  label: string
  pressed?: boolean
}

export function IconButton({ icon: Icon, label, pressed, className = '', ...rest }: IconButtonProps) {
  return (
    <Tip text={label}>
      <button type="button" {...rest} aria-label={label} aria-pressed={pressed} className={`icon-button ${className}`}>
        <Icon size={14} strokeWidth={1.75} aria-hidden />
      </button>
    </Tip>
  )
}

export interface SegmentedProps<T extends string> {
  /** Read out for the whole group. */
  label: string
  value: T | null
  options: readonly { value: T; label: ReactNode; disabled?: boolean; title?: string }[]
  onChange: (value: T) => void
  size?: 'normal' | 'small'
}

export function Segmented<T extends string>({ label, value, options, onChange, size = 'normal' }: SegmentedProps<T>) {
  const choose = (chosen: string) => {
    const option = options.find((candidate) => candidate.value === chosen)
    if (option !== undefined) onChange(option.value)
  }
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      className={`segmented ${size}`}
      value={value ?? ''}
      onValueChange={choose}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          title={option.title}
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
