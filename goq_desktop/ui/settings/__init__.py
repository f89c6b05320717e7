"""The forms of 各種設定; the wizard and the settings dialog show the same widgets."""
