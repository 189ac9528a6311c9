import { Checkbox } from '@mantine/core'
import classes from './policy.module.css'

interface CheckFieldProps {
  readonly label: string
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  readonly chosen: readonly string[] | undefined
  readonly onChange: (chosen: readonly string[]) => void
}

/** Some of a few. */
export function CheckField({ label, choices, chosen = [], onChange }: CheckFieldProps) {
  return (
    <fieldset className={classes.choices}>
      <legend>{label}</legend>
      {choices.map((choice) => (
        <Checkbox
          key={choice.value}
          size="sm"
          label={choice.label}
          checked={chosen.includes(choice.value)}
          onChange={(event) =>
            onChange(
              event.currentTarget.checked
                ? [...chosen, choice.value]
                : chosen.filter((value) => value !== choice.value),
            )
          }
        />
      ))}
    </fieldset>
  )
}
