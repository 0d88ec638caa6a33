# check and test fill placeholders in as match does: by --set, and by the list of the name.
cat >mine.yml <<'END2'
title: A placeholder
logsource: {product: test}
detection:
    sel:
        user|expand: '%admins%'
        mail|expand|endswith: '@%free-mail%'
    condition: sel
END2
$CANDOR rules check mine.yml
$CANDOR rules check --set admins=root --set 'admins=adm*' mine.yml && echo clean
$CANDOR rules test --format text --set admins=root mine.yml
$CANDOR rules check --set admins mine.yml
