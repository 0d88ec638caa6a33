# Rows of a mirror that are none are told with their lines, and the others are taken.
printf 'url,file,date\nhttps://raw.githubusercontent.com/X4BNet/lists_vpn/main/output/vpn/ipv4.txt,vpn.txt,2026-11-01\nnonsense\n,,\nhttps://example.com/x,x.txt,some day\n' >mirror.csv
i=0; while [ $i -lt 200 ]; do echo "198.18.$i.0/24"; echo "5.6.$i.0/24"; i=$((i + 1)); done >vpn.txt
XDG_DATA_HOME=$PWD/data "$CANDOR" lists update --mirror mirror.csv x4bnet-vpn-ipv4
echo "status $?"
XDG_DATA_HOME=$PWD/data "$CANDOR" lists lookup --format json 5.6.7.8 | grep -o '"judgement":"[a-z]*"'
