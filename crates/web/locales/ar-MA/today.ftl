today-waiting = { $n ->
    [zero] لا شيء يستدعي تدخلك
    [one] أمر واحد يستدعي تدخلك
    [two] أمران يستدعيان تدخلك
    [few] { $number } أمور تستدعي تدخلك
    [many] { $number } أمرًا يستدعي تدخلك
   *[other] { $number } أمر يستدعي تدخلك
}
today-tasks = ما يستدعي تدخلك
today-nothing = لا شيء يستدعي تدخلك
today-next = الموعد المقبل:
next-enters = تدخل حيز التنفيذ في
today-nothing-hint = يُدرج هنا ما يقترحه الشركاء أو يسحبونه أو يرسلونه، والأقرب أجلًا أولًا.
today-last-day = في آخر 24 ساعة
today-latest = آخر قيود السجل
task-due = الأجل:
task-sign = وقّع، أو بيّن سبب الامتناع
task-ending = تنتهي قريبًا: جدّدها أو دعها تنتهي
task-denounced = أُشعر بإنهائها: آخر يوم من السريان { $value }
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
