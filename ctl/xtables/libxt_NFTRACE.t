:INPUT,FORWARD,OUTPUT
-j NFTRACE;=;OK
-j NFTRACE --nftrace-label filter --nftrace-count-only;=;OK
:INPUT
-j NFTRACE --nftrace-label web;=;OK
-j NFTRACE --nftrace-label "two words";=;OK
-j NFTRACE --nftrace-label "web";-j NFTRACE --nftrace-label web;OK
-j NFTRACE --nftrace-label "it's";-j NFTRACE --nftrace-label "it\'s";OK
-j NFTRACE --nftrace-label "$(id) %s & ~";=;OK
-j NFTRACE --nftrace-label 1234567890123456789012345678901;=;OK
-j NFTRACE --nftrace-label 12345678901234567890123456789012;;FAIL
-j NFTRACE --nftrace-label "";;FAIL
-j NFTRACE --nftrace-label "a	tab";;FAIL
-j NFTRACE --nftrace-label 'a"quote';;FAIL
-j NFTRACE --nftrace-label 'a\backslash';;FAIL
-j NFTRACE --nftrace-label "café";;FAIL
-j NFTRACE --nftrace-label a --nftrace-label b;;FAIL
-j NFTRACE ! --nftrace-label a;;FAIL
-j NFTRACE --nftrace-label;;FAIL
-j NFTRACE --nftrace-count-only;=;OK
-j NFTRACE --nftrace-count-only --nftrace-label web;-j NFTRACE --nftrace-label web --nftrace-count-only;OK
-j NFTRACE --nftrace-count-only --nftrace-count-only;;FAIL
-j NFTRACE ! --nftrace-count-only;;FAIL
-j NFTRACE --nftrace-sample 8;=;OK
-j NFTRACE --nftrace-sample 1;-j NFTRACE;OK
-j NFTRACE --nftrace-sample 1000000000;=;OK
-j NFTRACE --nftrace-sample 1000000001;;FAIL
-j NFTRACE --nftrace-sample 0;;FAIL
-j NFTRACE --nftrace-sample -1;;FAIL
-j NFTRACE --nftrace-sample 8 --nftrace-count-only;;FAIL
-j NFTRACE --nftrace-rate 100;=;OK
-j NFTRACE --nftrace-rate 0;;FAIL
-j NFTRACE --nftrace-rate 1000000001;;FAIL
-j NFTRACE --nftrace-rate 100 --nftrace-count-only;;FAIL
-j NFTRACE --nftrace-rate 100 --nftrace-burst 10;=;OK
-j NFTRACE --nftrace-sample 8 --nftrace-rate 100 --nftrace-burst 10;=;OK
-j NFTRACE --nftrace-label web --nftrace-sample 8;=;OK
-j NFTRACE --nftrace-rate 100 --nftrace-burst 0;;FAIL
-j NFTRACE --nftrace-burst 10;;FAIL
-j NFTRACE --nftrace-walk;;FAIL
-p udp -j NFTRACE --nftrace-label dns;=;OK
:PREROUTING,OUTPUT
*raw
-j NFTRACE;=;OK
-j NFTRACE --nftrace-label raw --nftrace-count-only;=;OK
:PREROUTING,INPUT,FORWARD,OUTPUT,POSTROUTING
*mangle
-j NFTRACE;=;OK
-j NFTRACE --nftrace-label mangle --nftrace-count-only;=;OK
:PREROUTING,INPUT,OUTPUT,POSTROUTING
*nat
-j NFTRACE;=;OK
-j NFTRACE --nftrace-label nat --nftrace-count-only;=;OK
