package credential

import "strings"

// common holds, folded, the long passwords that guessers try first: runs on
// the keyboard, words with a year, well-known phrases, our own name.
var common = foldAll(`
123456789012 1234567890123 12345678901234 123456789123 123456123456 012345678910 123123123123
098765432109 987654321012 121212121212 112233445566 123456abcdef abcdef123456 abcdefghijkl
abcdefghijklm abcdefghijklmnop abcdefghijklmnopqrstuvwxyz abcd1234abcd abc123abc123 a1b2c3d4e5f6
1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv zaq12wsxcde3 q1w2e3r4t5y6 1234qwerasdf
1234qwerasdfzxcv qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwertyqwerty qwerty123456 qwerty1234567
qwerty12345678 qwertyuiopas qwertyuiopasdf qwertyuiopasdfghjkl asdfghjkl123 asdfghjklzxcvbnm
asdfasdfasdf zxcvbnmasdfghjkl zxcvbnm12345 qazwsxedcrfv qazwsxedc123 qwertzuiop12 qwertzuiop123 azertyuiop12
azertyuiop123 password1234 password12345 password123456 password2023 password2024 password2025 password2026
passwordpassword mypassword12 mypassword123 mypassword1234 thisismypassword thisispassword
newpassword1 newpassword123 changeme1234 changeme12345 changemenow1 changemechangeme changeit1234
letmein12345 letmein123456 letmeinplease letmeinletmein welcome12345 welcome123456 welcome12024 welcome12345
welcome2026welcome welcomewelcome welcometowork administrator administrator1 administrator123 admin1234567
admin12345678 adminadminadmin rootrootroot defaultpassword secretpassword supersecret1 supersecret123
topsecret123 iloveyou1234 iloveyouforever iloveyousomuch iloveyou12345 ihatepasswords idontknow123
trustno1trustno1 correcthorsebatterystaple monkeymonkey sunshine1234 princess1234 football1234
baseball1234 dragondragon superman1234 starwars1234 liverpool123 whatever1234 computer1234 internet1234
test12345678 testtesttest testpassword testing12345 temppassword temporary123 companyname1
spring202512 summer202512 autumn202512 winter202512 january12026 january2026january december2025
cairncairncairn cairnpassword cairn1234567 cairn12345678 passwort1234 passwort12345 motdepasse123 contrasena123
`)

func foldAll(words string) map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		all[fold(word)] = true
	}
	return all
}
