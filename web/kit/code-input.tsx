import { type ChangeEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import classes from './code-input.module.css'

interface CodeInputProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly digits: number
  readonly value: string
  readonly onChange: (value: string) => void
  /** Called once the last digit is in. */
  readonly onFull?: (value: string) => void
  readonly invalid?: boolean
  readonly disabled?: boolean
  readonly autoFocus?: boolean
  readonly oneTimeCode?: boolean
}

/** One field for a numeric code that looks like its digits: pasting, autofill and screen readers meet a plain input. */
export function CodeInput(props: CodeInputProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const { value, autoFocus = false, disabled = false } = props
  useEffect(() => {
    if (autoFocus && !disabled && value === '') input.current?.focus()
  }, [autoFocus, disabled, value])

  function change(event: ChangeEvent<HTMLInputElement>): void {
    const next = event.currentTarget.value.replace(/\D/g, '').slice(0, props.digits)
    props.onChange(next)
    if (next.length === props.digits && next !== value) props.onFull?.(next)
  }

  return (
    <div className={classes.field}>
      <label htmlFor={id} className={classes.label}>
        {props.label}
      </label>
      <div
        className={classes.box}
        data-invalid={props.invalid || undefined}
        data-disabled={disabled || undefined}
      >
        <input
          ref={input}
          id={id}
          className={classes.input}
          value={value}
          onChange={change}
          disabled={disabled}
          inputMode="numeric"
          autoComplete={props.oneTimeCode === false ? 'off' : 'one-time-code'}
          aria-invalid={props.invalid || undefined}
          aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
          spellCheck={false}
        />
        <Digits value={value} digits={props.digits} />
      </div>
      {props.hint !== undefined && (
        <div id={`${id}-hint`} className={classes.hint}>
          {props.hint}
        </div>
      )}
    </div>
  )
}

function Digits({ value, digits }: { value: string; digits: number }) {
  const places = Array.from({ length: digits }, (_, place) => place)
  return (
    <div className={classes.digits} aria-hidden="true">
      {places.map((place) => (
        <span
          key={place}
          className={classes.digit}
          data-next={place === Math.min(value.length, digits - 1) || undefined}
          data-middle={place === digits / 2 || undefined}
        >
          {value[place] ?? ''}
        </span>
      ))}
    </div>
  )
}
