Attribute VB_Name = "MassBillFunctions"
' The worksheet functions. Made from xl_massbill/addin/functions.py by `xl-massbill build`: edit those, not this.
Option Explicit

' Excel's error values as numbers, for CVErr.
Private Const NULL_VALUE As Long = 2000
Private Const DIV0 As Long = 2007
Private Const WRONG_VALUE As Long = 2015
Private Const WRONG_REF As Long = 2023
Private Const WRONG_NAME As Long = 2029
Private Const WRONG_NUM As Long = 2036
Private Const NOT_AVAILABLE As Long = 2042

' {functions}
' Ask Python. Whatever goes wrong becomes an error value: words in its place would be left out of every sum.
' The workbook is not handed on: a function sees its arguments only, so Excel knows when to reckon it anew.
Private Function Answer(ByVal FunctionName As String, ByVal Given As Variant) As Variant
    #If Mac Then
        Answer = CVErr(NOT_AVAILABLE)
    #Else
        On Error GoTo Failed
        If IsInWizard() Then
            Answer = ""
            Exit Function
        End If
        Answer = WithErrorValues(XLPy.CallUDF("xl_massbill.addin.functions", FunctionName, Used(Given), _
            Nothing, Application.Caller))
        Exit Function
Failed:
        Answer = CVErr(WRONG_VALUE)
    #End If
End Function

' The function wizard reckons at each key that is typed: that would be a question to Python each time.
Private Function IsInWizard() As Boolean
    On Error Resume Next
    IsInWizard = Not Application.CommandBars("Standard").Controls(1).Enabled
End Function

' Arguments with whole columns cut down to the last row in use, all of them alike, so that their rows stay side
' by side: a million blank rows would take seconds.
Private Function Used(ByVal Given As Variant) As Variant
    Dim i As Long, Last As Long
    For i = LBound(Given) To UBound(Given)
        If IsObject(Given(i)) Then
            If IsWholeColumn(Given(i)) Then
                With Given(i).Worksheet.UsedRange
                    If .Row + .Rows.Count - 1 > Last Then Last = .Row + .Rows.Count - 1
                End With
            End If
        End If
    Next i
    For i = LBound(Given) To UBound(Given)
        If IsObject(Given(i)) Then
            If IsWholeColumn(Given(i)) Then Set Given(i) = Given(i).Resize(Last)
        End If
    Next i
    Used = Given
End Function

Private Function IsWholeColumn(ByVal One As Object) As Boolean
    If TypeName(One) = "Range" Then
        If One.Areas.Count = 1 Then IsWholeColumn = (One.Rows.Count = One.Worksheet.Rows.Count)
    End If
End Function

' An answer with error values where Python wrote their words: one cell, a row of cells, or rows of cells.
Private Function WithErrorValues(ByVal Answers As Variant) As Variant
    Dim i As Long, j As Long
    Select Case Dimensions(Answers)
    Case 0
        Answers = CellOf(Answers)
    Case 1
        For i = LBound(Answers) To UBound(Answers)
            Answers(i) = CellOf(Answers(i))
        Next i
    Case Else
        For i = LBound(Answers, 1) To UBound(Answers, 1)
            For j = LBound(Answers, 2) To UBound(Answers, 2)
                Answers(i, j) = CellOf(Answers(i, j))
            Next j
        Next i
    End Select
    WithErrorValues = Answers
End Function

Private Function CellOf(ByVal One As Variant) As Variant
    CellOf = One
    If VarType(One) <> vbString Then Exit Function
    If Left$(One, 1) <> "#" Then Exit Function
    Select Case One
    Case "#N/A": CellOf = CVErr(NOT_AVAILABLE)
    Case "#VALUE!": CellOf = CVErr(WRONG_VALUE)
    Case "#REF!": CellOf = CVErr(WRONG_REF)
    Case "#DIV/0!": CellOf = CVErr(DIV0)
    Case "#NUM!": CellOf = CVErr(WRONG_NUM)
    Case "#NAME?": CellOf = CVErr(WRONG_NAME)
    Case "#NULL!": CellOf = CVErr(NULL_VALUE)
    Case "#SPILL!", "#CALC!", "#GETTING_DATA": CellOf = CVErr(NOT_AVAILABLE)
    End Select
End Function

Private Function Dimensions(ByVal Answers As Variant) As Long
    Dim Bound As Long, Found As Long
    If Not IsArray(Answers) Then Exit Function
    On Error GoTo Done
    Do
        Bound = UBound(Answers, Found + 1)
        Found = Found + 1
    Loop
Done:
    Dimensions = Found
End Function

' Show the help of each function and argument in Excel's function wizard. Run once after opening.
Public Sub DescribeFunctions()
    On Error Resume Next
    ' {descriptions}
End Sub

' Needs no trust in the VBA project. Excel describes no macro of a hidden workbook, and an add-in is one while
' it is an add-in; it is shown for the moment only if Excel refuses, and is not marked as changed.
Private Sub Describe(ByVal FunctionName As String, ByVal Text As String, ByVal Arguments As Variant)
    Dim WasAddin As Boolean
    On Error Resume Next
    SetHelp FunctionName, Text, Arguments
    If Err.Number = 0 Then Exit Sub
    WasAddin = ThisWorkbook.IsAddin
    If Not WasAddin Then Exit Sub
    Err.Clear
    Application.ScreenUpdating = False
    ThisWorkbook.IsAddin = False
    SetHelp FunctionName, Text, Arguments
    ThisWorkbook.IsAddin = True
    ThisWorkbook.Saved = True
    Application.ScreenUpdating = True
End Sub

Private Sub SetHelp(ByVal FunctionName As String, ByVal Text As String, ByVal Arguments As Variant)
    If UBound(Arguments) < LBound(Arguments) Then
        Application.MacroOptions Macro:=FunctionName, Description:=Text, Category:="MassBill"
    Else
        Application.MacroOptions Macro:=FunctionName, Description:=Text, Category:="MassBill", _
            ArgumentDescriptions:=Arguments
    End If
End Sub
