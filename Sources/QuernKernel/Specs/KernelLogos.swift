/// The kernel's pictures, as `kernels/quern` has them; written by scripts/kernel_logo.py.
enum KernelLogos {
  static let svg = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
    <circle cx="32" cy="32" r="29" fill="#c46b2d"/>
    <circle cx="32" cy="32" r="18" fill="none" stroke="#ffecd6" stroke-width="4"/>
    <circle cx="32" cy="32" r="7" fill="#4a2810"/>
    <circle cx="50" cy="14" r="7" fill="#4a2810" stroke="#ffecd6" stroke-width="3"/>
    </svg>

    """

  /// PNG in Base64.
  static let small = """
    iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAYAAABzenr0AAACBElEQVR42t1XMUsDMRTu1q24dBa3cuDibxAKCgrODsLh\
    YBw6uAlCB3FwURcHQcXF2amDyyHKTRYRjqKIOilSXToIDkrMdyTHXfpyvV57nnrwQUhe3vfy8uVdUij8te9iebwsUBVg\
    AnUJJvvKWZGWBGwBV4D3gCttS/ytVRSwJIppybG6dgLiCB6PV9uCtCPAJdBm/aba6ZcYuD9a8UmbjUO+sTTnA20ZCEtC\
    bgl4acjd2gT/fGr6hFOVkQhkEJ3Y7ZAr90zOb/cYfz074B8P52pFfht9GLtan/H7sGo9APTJOVZcAGTab3YXI6QmYPWp\
    A5CC6yJ/bmwHBO+tU3+PL9cmg3G00YcxZdf3Fsij1jaRf71c87v9Wk8NwAa2JhHidICLCsCm0q7Iva35xEKErQoivDXI\
    krSxqQBcXXBqz5OsnMqEIoYw4S9crCjlRxxA0WrPKYKThQrfnB71gTZlozQBX8R4ORxAVTfAscLkUNoC7MyOdQkMfaaC\
    BF9EANVY9av0h9WuVq6TK+iZwFxVJ4gAWDiAum6gxKP3I+WmADCW1A84f1UAuW9B7iLM9xhmWYjgQytC3YUoy1IMH4SN\
    /SM/I8wlbOif0bB/xwbyqPqzuJDAxpB2wEl6GU19JSMEp+AlfjcMcimNIbfSvICcIZA7A72Y0j5M5ByW69Ps/zxOs/y+\
    ARH1IwkjrxMSAAAAAElFTkSuQmCC
    """

  /// PNG in Base64.
  static let large = """
    iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAYAAACqaXHeAAAEIklEQVR42u1bTYgTMRSeW29FPHgqXgoixb0ICosgPaoH\
    RZbiZfEgehkPCwpSD0KRRUQvHlxRQQRbWFkWvO1hRXrxZ0WrrsLiTxF/UBdR9CKWRYn51pnaxkzmZf5bEvhgmCQv+V6S\
    914yGcsyySST4ky3D4/kOMocVY46R4ujzcEEtJ28ulMWdXKDSjrPYXM0OToSslR0HBmQlR8E4iVnBMOQVikDsktue+zL\
    UoFjnKPmAM+FNIgXOWZiIC3F8wuHZjjRJgfzAPJGk1rftZhGXIo3108wBXER1bineysp4jLyK5+esNbcVdY4c3QVeMa7\
    2JXAO1NJctSBxdNjfcSe3myw/ds3sF0b1/QB75AnKGE0SvJ2ksRdfH8420d+z8i6/8i7QJ6ghGZU5KfSIP/geLlv2stG\
    XjYThOVQSHXkn53dt7qGv965xn4szbPfy4vdzuEZ75CHMijbW/fFZbtbFuvcj7wLlO1RwHjYNR9o5N7fOMVW3i7oWO6/\
    I83roC5kvJs92X0PY0dVAMr2yKyFsfZaBu/+sW3s49y5vlEOCsj4+bKZjgIcP6/l6jBdf31ohSbuhUSXgBPkkIjfndjM\
    lufPe3YcSvl86xJ7dWWCPZ7cze4d2dqti2e8Qx7KqBSYmBF0wtsOlfy3hWlph2HcQAxldJSJOqgrk5mIG6TG9l7ksXZf\
    N6paxGWyIUNmS3QCIewdghg+Uidl0x4j96i2M7I4ALJks4ESCsOtOnJKOgqoUw2ejDy8QNTBEGR6LQkv9JAH6jqHGR1K\
    h0RjFRd5XSUgbMbeQXKekI8s4oOfF9d8lNNetRxEm4A4AcESZiQCJ0V9m6KAJiXCEzsBY5XU3gBticr3Ie6iSQl8fKc/\
    QlRx6oex9kG8g7gU0CfisVpOpYAypQNibA+fTe383MESm9yxnh3Y8s+P4xnvkEeVgzbFvQOxblmlgCplVydGeNTRvzhW\
    ZHs3rfUMYJCHMtRZIBphcRfpgWoo9yceSyF0pZKnxvBUJaBthdvzQl2lAN+ND/bsutMfU1s18rKZQFkO4jJA3wgKaKkU\
    0PYTIBofbGL86mB9U8m7QB0/uWhbNMYEBbRVCvAVILq/3l2dF3oNHhWo4ycXbYvukMIhlALEqItSR5e8i7j6YxRgloAx\
    gsYNmkDIhMJmM2S2w+ZAZFiOxNAXYn176A5F0Qdim7RD0UE7FkcfiDLqQ/dhBG1ryCkN1acxtKkheybIt8HMfhzVJA8O\
    xaCXIzL3eRxtaM6qYDdDsnZBAjI1DF534xP6wnUWrshAVgDP0tE2fFm9JBXQiFaivh2a2jW5ALCtOFJaFyU1MRX3DXE7\
    w+RtK4mUxmVpgsGrWEmmNK7LK1xdyUojpfHDhDDqtUz8WJX0LzNOW0Uraynpn6bMb3Pmx0mTTDIpZPoDeTOniGJmVHYA\
    AAAASUVORK5CYII=
    """
}
