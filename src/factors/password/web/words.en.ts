/** Words of the screens of `password`, in English. */
export const words = {
  prove: {
    title: 'The first door',
    lead: 'Enter your password, {{name}}.',
    label: 'Password',
    action: 'Continue',
    refused:
      'That password was not accepted. Check for capital letters and the keyboard language. Forgotten? Where no link is offered, ask your help desk.',
  },
  enrol: {
    title: 'Choose a password',
    lead: 'It opens the first door. Use one that you use nowhere else; a password manager makes that easy.',
    action: 'Save the password',
  },
  renew: {
    title: 'Choose another password',
    lead: 'Yours is easy to guess, or others may know it. From now on only the new one opens the first door, and you are signed out everywhere else.',
    action: 'Change the password and go on',
  },
  manage: {
    open: 'Change password',
    current: 'Current password',
    action: 'Change password',
    done: 'Your password is changed.',
    wrong: 'The current password was not accepted.',
    elsewhere: 'It belongs to the directory “{{directory}}”. Change it there.',
  },
  name: 'Password',
  picture: 'Think of four words that do not belong together, type them, and the first door opens.',
}
