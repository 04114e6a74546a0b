today-waiting = { $n ->
    [zero] لا شيء ينتظرك
    [one] أمر واحد ينتظرك
    [two] أمران ينتظرانك
    [few] { $number } أمور تنتظرك
    [many] { $number } أمرًا ينتظرك
   *[other] { $number } أمر ينتظرك
}
today-tasks = ما ينتظرك
today-nothing = لا شيء ينتظرك
today-next = الموعد المقبل:
today-nothing-hint = يُدرج هنا ما يقترحه الشركاء أو يسحبونه أو يرسلونه، والأقرب أجلًا أولًا.
today-last-day = في آخر 24 ساعة
today-latest = آخر قيود السجل
task-due = الأجل:
task-sign = وقّع، أو بيّن سبب الامتناع
task-ending = تنتهي قريبًا: جدّدها أو دعها تنتهي
task-suspended = معلّقة: استأنف العمل بها أو أنهِها
task-silent = عقدة الشريك لا تجيب
task-recalled = سحب الشريك شيئًا سبق أن قدّمه
task-received = { $n ->
    [zero] لا جديد من الشريك
    [one] عنصر جديد من الشريك
    [two] عنصران جديدان من الشريك
    [few] { $number } عناصر جديدة من الشريك
    [many] { $number } عنصرًا جديدًا من الشريك
   *[other] { $number } عنصر جديد من الشريك
}
