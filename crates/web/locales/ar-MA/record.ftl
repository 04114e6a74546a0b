record-lead = بمن التقينا، وأين ومتى، وما أسفر عنه اللقاء
record-count = { $n ->
    [zero] لا لقاءات
    [one] لقاء واحد
    [two] لقاءان
    [few] { $number } لقاءات
    [many] { $number } لقاءً
   *[other] { $number } لقاء
}
record-empty = لا لقاء في السجل
record-empty-hint = استورد سجل التعاون، أو اقبل ما قُرئ من بلاغ؛ ويُدرج هنا كل لقاء مع مصادره.
record-contradiction = تختلف المصادر بشأن
record-followed = المعتمد هنا
when-days = من { $first } إلى { $last }
when-unknown = تاريخ غير مذكور
