record-lead = بمن التقينا، وأين ومتى، وما أسفر عنه اللقاء
record-count = { $n ->
    [zero] لا أنشطة
    [one] نشاط واحد
    [two] نشاطان
    [few] { $number } أنشطة
    [many] { $number } نشاطًا
   *[other] { $number } نشاط
}
record-empty = لا لقاء في السجل
record-empty-hint = استورد سجل التعاون، أو اقبل ما قُرئ من بلاغ؛ ويُدرج هنا كل لقاء مع مصادره.
record-contradiction = تختلف المصادر:
record-followed = المعتمد هنا
record-no-date = دون تاريخ مطبوع
record-date-elsewhere = التاريخ من تقارير أخرى
record-last-day-elsewhere = آخر يوم من تقارير أخرى
record-name-elsewhere = الاسم من تقارير أخرى
when-days = من { $first } إلى { $last }
when-unknown = تاريخ غير مذكور
