Attribute VB_Name = "MassBillPython"
' Between the buttons and Python, which does all the work.
Option Explicit

Private Const TITLE As String = "MassBill"

' A button was clicked. The command is a constant of module MassBillButtons: it goes into a command line,
' so nothing that stands in a cell may ever become part of it.
Public Sub RunMassBill(ByVal Command As String)
    If ActiveWorkbook Is Nothing Then
        MsgBox "Open the clinic's workbook first, then click again.", vbInformation, TITLE
        Exit Sub
    End If
    On Error GoTo Failed
    RunPython Command
    Exit Sub
Failed:
    SayPythonIsMissing Err.Description
End Sub

' The workbook or add-in was opened. What takes time waits until Excel has drawn its window.
Public Sub WhenOpened()
    On Error Resume Next
    Application.OnTime Now, Mine("WarmUp")
End Sub

' Describe the worksheet functions in Excel's function wizard, and start Python, so that the first click is quick;
' but no Python for somebody who has another workbook open. Whatever fails here is said at the first click.
Public Sub WarmUp()
    On Error Resume Next
    Application.Run Mine("DescribeFunctions")
    #If Mac Then
        ' on a Mac each click starts Python anew: there is nothing to warm
    #Else
        If IsOurs(ActiveWorkbook) Then XLPy.Exec "import xl_massbill.addin.ribbon"
    #End If
End Sub

' Whether a workbook was made by xl-massbill.
Public Function IsOurs(ByVal Book As Object) As Boolean
    IsOurs = (VersionOf(Book) <> "")
End Function

' The version that a workbook says it is of; nothing if it is not ours. All of ours have this name.
Public Function VersionOf(ByVal Book As Object) As String
    On Error Resume Next
    VersionOf = Replace(Replace(Book.Names("massbill_version").RefersTo, "=", ""), """", "")
End Function

' End the Python behind the buttons. Needs no working Python: it is for the time when a button hangs.
Public Sub RestartPython()
    #If Mac Then
        MsgBox "On a Mac each click starts Python anew: there is nothing to restart.", vbInformation, TITLE
    #Else
        On Error GoTo Failed
        KillPy
        MsgBox "Python was ended. The next click starts it anew, which takes a few seconds.", vbInformation, TITLE
        Exit Sub
Failed:
        SayPythonIsMissing Err.Description
    #End If
End Sub

Private Sub SayPythonIsMissing(ByVal Reason As String)
    MsgBox "MassBill did not find its Python, so nothing was done and nothing was changed." & vbNewLine & vbNewLine & _
        "Open a terminal and run   xl-massbill doctor" & vbNewLine & _
        "It says what is missing and how to mend it. On a new computer run   xl-massbill install   first." & _
        vbNewLine & vbNewLine & "(" & Reason & ")", vbExclamation, TITLE
End Sub

' The name of a macro of this file, also while another file with the same macros is open.
Public Function Mine(ByVal Macro As String) As String
    Mine = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & Macro
End Function
