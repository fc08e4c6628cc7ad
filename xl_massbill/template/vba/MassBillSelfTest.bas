Attribute VB_Name = "MassBillSelfTest"
' What can be tested without Python: that the macros run, and that they and the workbook are of one version.
Option Explicit

' Show the result to a person: run it from the list of macros (Alt+F8).
Public Sub ShowSelfTest()
    MsgBox MassBill_SelfTest(), vbInformation, "MassBill"
End Sub

' Return one sentence: that all is in place, or what is missing in the workbook in front.
Public Function MassBill_SelfTest() As String
    Dim Missing As String, Made As String, Sheet As Variant, Number As Long
    For Each Sheet In Split(MASSBILL_SHEETS, ",")
        Number = Number + 1
        If Not HasSheet(CStr(Sheet)) Then Missing = Missing & " sheet " & Sheet & ";"
    Next Sheet
    Made = VersionOf(ActiveWorkbook)
    If Made <> MASSBILL_VERSION Then Missing = Missing & " version " & MASSBILL_VERSION & " (it is '" & Made & "');"
    If Not IsOurs(ActiveWorkbook) Then Missing = Missing & " the name massbill_version;"
    If Mine("X") <> "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!X" Then Missing = Missing & " its own name;"
    If Missing = "" Then
        MassBill_SelfTest = "MassBill " & MASSBILL_VERSION & ": " & Number & " sheets, all in place."
    Else
        MassBill_SelfTest = "Missing in this workbook:" & Missing
    End If
End Function

Private Function HasSheet(ByVal Title As String) As Boolean
    Dim Sheet As Object
    For Each Sheet In ActiveWorkbook.Worksheets
        If Sheet.Name = Title Then HasSheet = True
    Next Sheet
End Function
