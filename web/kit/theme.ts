import {
  ActionIcon,
  Badge,
  Button,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  InputLabel,
  type MantineColorsTuple,
  NativeSelect,
  PasswordInput,
  Textarea,
  TextInput,
  type VariantColorsResolver,
} from '@mantine/core'
import classes from './theme.module.css'

/** Verdigris: the patina of an old bronze gate. */
const gate: MantineColorsTuple = [
  '#e8f5f1',
  '#d2eae3',
  '#a6d6c9',
  '#7cc4b2',
  '#5cc0ab',
  '#2f9682',
  '#188070',
  '#0f6b5e',
  '#0b564b',
  '#07423a',
]

const stone: MantineColorsTuple = [
  '#faf8f5',
  '#f3f0ea',
  '#e8e4dc',
  '#dcd7cc',
  '#c4beb2',
  '#6f6b64',
  '#5c5f60',
  '#4a4c4c',
  '#33373a',
  '#1c2124',
]

const night: MantineColorsTuple = [
  '#e9ecee',
  '#c9cfd4',
  '#a2acb4',
  '#7d8993',
  '#46525c',
  '#2a3138',
  '#181d21',
  '#101417',
  '#0c1012',
  '#080b0d',
]

const ember: MantineColorsTuple = [
  '#fbe9e6',
  '#f6d2cd',
  '#f3b3aa',
  '#f39a90',
  '#e6766a',
  '#de6d61',
  '#bb4136',
  '#a8322a',
  '#8a2720',
  '#6b1d18',
]

const lamp: MantineColorsTuple = [
  '#fbf0dc',
  '#f6e0b8',
  '#f1cf90',
  '#e9b45f',
  '#e0a141',
  '#c98a2b',
  '#b0771f',
  '#9a6614',
  '#85540a',
  '#6f4506',
]

const fontFamily =
  'ui-sans-serif, -apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "Helvetica Neue", Arial, sans-serif'

/** Colours that Mantine would choose too faint for our papers; in the dark, a disabled button would look like none. */
export const cssVariables: CSSVariablesResolver = () => {
  const colours = {
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-placeholder': 'var(--dim)',
    '--mantine-color-dimmed': 'var(--dim)',
  }
  const disabled = { '--mantine-color-disabled': 'var(--mantine-color-dark-5)' }
  return { variables: {}, light: colours, dark: { ...colours, ...disabled } }
}

/** What is said by a soft colour, on papers and in the dark. */
const softColours: Readonly<Record<string, { readonly background: string; readonly color: string }>> = {
  gate: { background: 'var(--accent-soft)', color: 'var(--accent)' },
  red: { background: 'var(--bad-soft)', color: 'var(--bad)' },
  yellow: { background: 'var(--warn-soft)', color: 'var(--warn)' },
  gray: { background: 'var(--quiet-soft)', color: 'var(--dim)' },
}

/** Mantine's colours of a variant, with our text on filled buttons and quiet grey ones, our soft colours, and what ends something apart. */
const variantColors: VariantColorsResolver = (input) => {
  const colours = defaultVariantColorsResolver(input)
  const soft = softColours[input.color ?? input.theme.primaryColor]
  if (input.variant === 'light') return { ...colours, ...soft }
  if (input.variant === 'filled') return { ...colours, color: 'var(--on-filled)' }
  if (input.variant === 'outline' && input.color === 'red')
    return { ...colours, color: 'var(--bad)', border: '1px solid var(--line-strong)' }
  if (input.variant === 'subtle') return { ...colours, color: soft?.color ?? colours.color }
  return colours
}

/** Mantine in our colours; sizes are generous, because most people come here on a telephone. */
export const theme = createTheme({
  colors: { gate, gray: stone, dark: night, red: ember, yellow: lamp },
  primaryColor: 'gate',
  primaryShade: { light: 7, dark: 4 },
  variantColorResolver: variantColors,
  black: '#1c2124',
  fontFamily,
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 'md',
  radius: { md: '10px', lg: '16px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    TextInput: TextInput.extend({ defaultProps: { size: 'md' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'md' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'md' } }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'md' } }),
    Button: Button.extend({ defaultProps: { size: 'md' }, classNames: { root: classes.button } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'md' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } }),
    Badge: Badge.extend({ defaultProps: { tt: 'none', fw: 600, size: 'lg', miw: 'max-content' } }),
    InputLabel: InputLabel.extend({ defaultProps: { mb: 4 } }),
  },
})
