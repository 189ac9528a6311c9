const { person, links } = await (await fetch('programme')).json()

document.getElementById('name').textContent = person.name
document.getElementById('password').textContent = person.password
document.getElementById('number').textContent = person.number
document.getElementById('portal').href = `${links.portal}/sign-in`
document.getElementById('shop').href = links.shop
document.getElementById('set-up').href = links.setUp
