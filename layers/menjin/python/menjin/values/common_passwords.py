"""The passwords that guessing starts with: those of eight characters and more that every public ranking shares.

Written down from what is common knowledge (keyboard walks, digits in a row, words with a year, Chinese sayings in
digits); shorter ones are refused by length already.
"""

from __future__ import annotations

_WALKS = """
12345678 123456789 1234567890 0123456789 12345678910 123123123 1231231231 147258369 789456123 987654321 9876543210
87654321 11223344 1122334455 112233445566 123454321 1234554321 12341234 12344321 123456123 123456123456 123321123
12345679 159357159 147852369 741852963 963852741 qwertyui qwertyuiop qwerty123 qwerty1234 qwerty12345 qwer1234
1qaz2wsx 1qaz2wsx3edc 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 qazwsxedc qazwsx123 asdfghjk asdfghjkl
asdf1234 zxcvbnm1 zxcvbnm123 zxcvbnm, a1b2c3d4 a1s2d3f4 abcd1234 abc12345 abc123456 abc123abc abcdefgh abcdefg1
abcd12345 aa123456 aa12345678 a123456789 a12345678 a1234567 q123456789 q12345678 z123456789 w123456789 s123456789
as123456 zz123456 qq123456 qq123123 wang1234 123456aa 123456abc 123456qq 1234qwer 1234abcd 123qweasd 123qwe123
123456ab 12345678a 123456789a 123456789q 12345qwert 123abc456 1a2b3c4d 5201314520 52013145 5201314a 1314520520
13145200 13141314 52052052 woaini520 woaini1314 woaini123 woaini521 woaiwojia iloveyou iloveyou1 iloveyou520
""".split()
_WORDS = """
password password1 password12 password123 passw0rd passw0rd1 p@ssw0rd p@ssword p@ssw0rd123 password! welcome1
welcome123 administrator admin123 admin1234 admin12345 admin888 admin123456 admin@123 root1234 root123456 test1234
test123456 guest123 changeme changeme123 letmein1 letmein123 football baseball basketball superman batman123 sunshine
princess princess1 starwars dragon123 monkey123 master123 trustno1 whatever computer internet michelle jennifer
football1 liverpool chelsea1 arsenal1 iloveyou2 samsung1 samsung123 google123 facebook linkedin microsoft windows7
huawei123 xiaomi123 taobao123 alibaba123 aliyun123 tencent123 baidu123 weixin123 qwe123456 asd123456 zxc123456
woshishui woshishen woaizhongguo zhongguo nihao123 wodemima mima1234 mima123456 caonima123 zhangwei wangwei123
lovelove 88888888a 66666666a 1111aaaa aaaa1111 aaa111222 1a1a1a1a
""".split()

COMMON = frozenset(_WALKS) | frozenset(_WORDS)
