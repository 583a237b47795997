"""What stands in place of an article: a text in, whether it is such a wall out. Pure.

Cookie walls, log-in pages, paywalls, errors and captchas are read by many feeds that take pages for
articles. They are the same under different articles, and so prove nothing.
"""

import re

from .sentences import sentences

_MOST = 130  # words of a wall
_PHRASES = """
we value your privacy|our \\w+ partners|partners store|cookies?|personal data for|
your consent|consent to|privacy policy|your (?:preferences|choices)|legitimate interest|
subscribe|subscription|already a (?:subscriber|member)|sign (?:in|up)|log ?in|logged in|
free articles|unlimited access|cancel (?:at )?any ?time|for subscribers|premium content|
start your (?:free )?trial|register (?:now|for free)|create an account|have an account|
forgot(?:ten)? (?:your )?password|password\\.|remember me|user ?name or|enable javascript|
javascript is|checking (?:if|your)|are you (?:a )?(?:human|robot)|not a robot|captcha|
browser will redirect|security by|performance and security|ray id|allow up to \\d+ seconds|
this process is automatic|verify you are|unusual traffic|access denied|
page (?:was )?not found|404|service unavailable|50[0-4]\\b|temporarily unavailable|
temporarily unable|try again later|internal server error|maintenance downtime|apache server|
error was encountered|you don.t have permission|cookies akzeptieren|einwilligung|datenschutz|
jetzt abonnieren|abonnieren|abonnement|abonnent|anmelden|einloggen|passwort|
nur für abonnenten|weiterlesen mit|seite (?:wurde )?nicht gefunden|bitte aktivieren sie|
nous (?:et nos partenaires|utilisons des)|votre consentement|abonnez|réservé aux abonnés|
déjà abonné|se connecter|connectez|mot de passe|page introuvable|aceptar (?:las )?cookies|
consentimiento|suscr[ií]b|suscriptor|inici(?:ar|e|a) sesi[oó]n|contraseña|
página no encontrada|accetta|consenso|abbonati|accedi|pagina non trovata|consentimento|assine|
assinante|entrar na conta|senha|abonneer|inloggen|wachtwoord|toestemming|zaloguj|hasło|
zgod[ay]|subskry|подпис|войти|войдите|парол|согласи|страница не найдена|
订阅|登录|密码|验证码|ログイン|パスワード|購読|会員限定|로그인|비밀번호|구독
"""
_PHRASE = re.compile(_PHRASES.replace("\n", ""), re.IGNORECASE)


def is_wall(text: str) -> bool:
    """Whether half of the sentences of a short text, two at least, are of a wall."""
    return len(text) <= _MOST * 8 and _counted(text)


def _counted(text: str) -> bool:
    told = [one for one in sentences(text) if len(one) > 3]
    found = sum(bool(_PHRASE.search(one)) for one in told)
    return found >= 2 and found * 2 >= len(told) and len(text.split()) <= _MOST
