import classes from './application-logo.module.css'

/** The logo of an application, beside its name; it says nothing that the name does not. */
export function ApplicationLogo({ src, size = 28 }: { readonly src: string | undefined; size?: number }) {
  if (src === undefined) return null
  return <img className={classes.logo} src={src} alt="" width={size} height={size} />
}
